/** Narrowest cell and space after each, as docker sets them up. */
const MIN_WIDTH = 10;
const PADDING = 3;

/** Cells of lines: all but the last of a line are ended by a tab. */
function widthOf(cell: string): number {
  return [...cell].length;
}

/**
 * Aligns tab-separated cells in columns as Go's text/tabwriter does for docker's tables: a column is a run of consecutive
 * lines that have a tab-ended cell there; the last cell of a line is in no column and is not padded.
 */
export function alignTable(text: string): string {
  const lines = text.split("\n").map((line) => line.split("\t"));
  const widths: number[][] = lines.map((cells) => cells.map(() => 0));
  const block = (from: number, to: number, column: number): void => {
    for (let start = from; start < to; ) {
      if (column >= (lines[start] as string[]).length - 1) {
        start++;
        continue;
      }
      let end = start;
      let width = MIN_WIDTH;
      for (; end < to && column < (lines[end] as string[]).length - 1; end++)
        width = Math.max(width, widthOf((lines[end] as string[])[column] as string) + PADDING);
      for (let at = start; at < end; at++) (widths[at] as number[])[column] = width;
      block(start, end, column + 1);
      start = end;
    }
  };
  block(0, lines.length, 0);
  return lines
    .map((cells, row) =>
      cells
        .map((cell, at) => (at < cells.length - 1 ? cell + " ".repeat(Math.max(0, ((widths[row] as number[])[at] as number) - widthOf(cell))) : cell))
        .join(""),
    )
    .join("\n");
}
