// The first module of the executable that `npm run binary` makes: the loader of bin/dryswarm.js, whose packs and code caches are assets of it.
const sea = require("node:sea");
const vm = require("node:vm");

// Scripts start the program by this path.
process.argv[1] = process.execPath;
const packs = {};

/** Evaluates a pack; gives its modules, as functions that evaluate them. */
function evaluate(name) {
  const filename = `${name}.cjs`;
  let cachedData;
  try {
    cachedData = Buffer.from(sea.getRawAsset(`${name}.cache`));
  } catch {
    // Most packs have none: V8 compiles what is needed.
  }
  const pack = { exports: {} };
  new vm.Script(Buffer.from(sea.getRawAsset(filename)).toString("latin1"), { filename, cachedData }).runInThisContext()(need, pack, pack.exports);
  return pack.exports.modules;
}

/** What is required in a pack: "#PACK/MODULE" is a module of another one, "@viz-js/viz" an asset of its own. */
function need(id) {
  if (id === "@viz-js/viz") {
    const module = { exports: {} };
    vm.runInThisContext(`(function(require,module,exports,__filename,__dirname){${sea.getAsset("viz.cjs", "utf8")}})`)(
      require,
      module,
      module.exports,
      process.execPath,
      "",
    );
    return module.exports;
  }
  if (!id.startsWith("#")) return require(id);
  const [, name, module] = /^#([^/]+)\/(.*)$/.exec(id);
  packs[name] ??= evaluate(name);
  return packs[name][module]();
}

need("#core/src/main.ts").main(require("node:path").basename(process.argv0));
