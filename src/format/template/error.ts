/** An error of a template, worded as Go words it. The caller puts docker's own "template parsing error: " in front. */
export class TemplateError extends Error {
  override readonly name = "TemplateError";
  /** Text that had been written by then: some commands print it. */
  written = "";
}
