/** A text that is no value of its kind: the message is Go's cause alone, e.g. `strconv.ParseBool: parsing "maybe": invalid syntax`. */
export class ValueError extends Error {
  override readonly name = "ValueError";
}
