// Divides the program into packs: files of dist/ that hold what is needed together.
//   core       what every command needs: all that main.ts imports
//   NOUN       what the commands of one noun, or one room that is loaded when it is asked for, need alone
//   A_B        what two of them need, where it is large enough for a file
//   shared     what more of them need
// A module imports what has at least its own users, so that packs never wait for each other in a circle.
import { build } from "esbuild";

/** Bytes from which what two users need is a file of its own. */
const LARGE = 20_000;
/** Users from which on nothing is a file of its own. */
const MANY = 3;

/** The user that a module stands for which is imported when it is asked for: its noun, room or file. */
function userOf(module) {
  const [, noun, room] = /^src\/(?:cli\/commands\/(\w+)\/|(\w+))/.exec(module);
  return noun ?? room;
}

/** Calls `visit` with a module and all that is evaluated with it. */
function walk(inputs, module, visit, seen = new Set()) {
  if (seen.has(module)) return;
  seen.add(module);
  visit(module);
  for (const { path, kind, external } of inputs[module].imports) if (!external && kind !== "dynamic-import") walk(inputs, path, visit, seen);
}

/**
 * Whether an import goes through the loader: into another pack, or back into the core, whose modules esbuild would else prepare for
 * being evaluated later.
 */
export const isApart = (from, to, kind) => from !== to || (to === "core" && kind === "dynamic-import");

/**
 * The packs of the program that `options` bundle, by name: `members` are its modules, `asked` those that other packs import.
 * `target(importer, specifier)` is the module that an import means, `packOf` the pack of a module.
 */
export async function divide(options) {
  const { metafile } = await build({ ...options, metafile: true, write: false });
  const { inputs } = metafile;
  const [main] = options.entryPoints;
  const packOf = new Map();
  walk(inputs, main, (module) => packOf.set(module, "core"));

  const users = new Map();
  for (const { imports } of Object.values(inputs))
    for (const { path, kind, external } of imports)
      if (!external && kind === "dynamic-import" && !packOf.has(path))
        walk(inputs, path, (module) => {
          if (!packOf.has(module)) users.set(module, (users.get(module) ?? new Set()).add(userOf(path)));
        });
  const sizes = {};
  for (const [module, names] of users) {
    const name = [...names].sort().join("_");
    users.set(module, { name, many: names.size >= MANY, single: names.size === 1 });
    sizes[name] = (sizes[name] ?? 0) + inputs[module].bytes;
  }
  for (const [module, { name, many, single }] of users) packOf.set(module, !many && (single || sizes[name] >= LARGE) ? name : "shared");

  const targets = new Map();
  const packs = new Map();
  for (const [module, pack] of packOf)
    packs
      .set(pack, packs.get(pack) ?? { members: [], asked: new Set() })
      .get(pack)
      .members.push(module);
  packs.get("core").asked.add(main);
  for (const [module, { imports }] of Object.entries(inputs))
    for (const { path, original, external, kind } of imports) {
      if (external) continue;
      targets.set(`${module}\0${original}`, path);
      if (isApart(packOf.get(module), packOf.get(path), kind)) packs.get(packOf.get(path)).asked.add(path);
    }
  return { packs, packOf, target: (importer, specifier) => targets.get(`${importer}\0${specifier}`) };
}
