// The types compile, and name what there is.

import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { assert, vce } from './support.js';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));

test('a program in TypeScript compiles', () => {
  const tsc = here('../node_modules/typescript/bin/tsc');
  try {
    execFileSync(process.execPath, [tsc, '--noEmit', '-p', here('tsconfig.json')], {
      encoding: 'utf8',
    });
  } catch (problem) {
    assert.fail(problem.stdout);
  }
});

const files = { index: vce, raw: vce.raw };
const program = ts.createProgram(
  Object.keys(files).map((name) => here(`../lib/${name}.d.ts`)),
  {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: ['node'],
  },
);
const checker = program.getTypeChecker();

/** The exports of a declaration file that are values, by name. */
function declared(name) {
  const module = checker.getSymbolAtLocation(program.getSourceFile(here(`../lib/${name}.d.ts`)));
  return new Map(
    checker
      .getExportsOfModule(module)
      .map((symbol) => [
        symbol.name,
        symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol,
      ])
      .filter(([, symbol]) => symbol.flags & ts.SymbolFlags.Value),
  );
}

for (const [name, module] of Object.entries(files)) {
  test(`${name}.d.ts declares what ${name}.js exports`, () => {
    assert.deepEqual([...declared(name).keys()].sort(), Object.keys(module).sort());
  });
}

test('classes have the methods that are declared', () => {
  for (const [name, symbol] of declared('index')) {
    if (!(symbol.flags & ts.SymbolFlags.Class)) continue;
    const methods = [...symbol.members.values()]
      .filter((m) => m.flags & (ts.SymbolFlags.Method | ts.SymbolFlags.Accessor))
      .map((m) => m.name);
    const actual = Object.getOwnPropertyNames(vce[name].prototype).filter(
      (method) => method !== 'constructor' && !method.startsWith('_') && method !== 'name',
    );
    assert.deepEqual(methods.sort(), actual.sort(), name);
  }
});
