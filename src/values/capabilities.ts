/** Capabilities as docker sends them: in capitals with CAP_, sorted, those added not dropped, ALL alone where it stands. */
export function effectiveCapabilities(add: readonly string[], drop: readonly string[]): { add: string[]; drop: string[] } {
  const normal = (names: readonly string[]): Set<string> => {
    const all = names
      .map((name) => name.trim().toUpperCase())
      .map((name) => (name === "ALL" || name === "RESET" || name.startsWith("CAP_") ? name : `CAP_${name}`));
    return new Set(all.includes("ALL") ? ["ALL"] : all);
  };
  const [added, dropped] = [normal(add), normal(drop)];
  return { add: [...added].sort(), drop: [...dropped].filter((name) => !added.has(name)).sort() };
}
