/** Remainders of all bytes by the polynomial of CRC-32 (IEEE 802.3), reflected. */
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  return rest;
});

/** The CRC-32 (IEEE 802.3, as zlib has it) of a text's UTF-8 bytes, as eight hexadecimal digits. Node's own begins with 20.15. */
export function crc32(text: string): string {
  let rest = 0xffffffff;
  for (const byte of Buffer.from(text)) rest = (rest >>> 8) ^ (TABLE[(rest ^ byte) & 0xff] as number);
  return ((rest ^ 0xffffffff) >>> 0).toString(16).padStart(8, "0");
}
