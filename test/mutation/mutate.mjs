/** Puts all mutants of a TypeScript file into its text, each asleep until its number is asked for. Twin: mutate.go. */
import ts from 'typescript';

const { SyntaxKind } = ts;

/** What an operator is replaced by. */
const swaps = {
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '===': ['!=='],
  '!==': ['==='],
  '&&': ['||'],
  '||': ['&&'],
  '+': ['-'],
  '-': ['+'],
  '*': ['+'],
  '/': ['*'],
};
const others = { 'Math.min': 'Math.max', 'Math.max': 'Math.min' };

/**
 * @param {string} path - of the file, as it is to be reported
 * @param {string} source
 * @param {{ where: string, was: string, becomes: string }[]} mutants - those found are added, and numbered on from those before
 * @returns {string} the text with its mutants, which wants `awake` in scope
 */
export function mutate(path, source, mutants) {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.ES2022, true);

  const number = (at, was, becomes) => {
    const { line, character } = file.getLineAndCharacterOfPosition(at);
    return mutants.push({ where: `${path}:${line + 1}:${character + 1}`, was, becomes });
  };
  const either = (was, becomes, at, from, to) => `(awake === ${number(at, from, to)} ? ${becomes} : ${was})`;

  const text = (node) => mutated(node) ?? inside(node);

  /** The text of a node whose parts are mutated; outside of functions, constants stay. */
  const inside = (node) => {
    let [out, at] = ['', node.getStart()];
    node.forEachChild((part) => {
      out += source.slice(at, part.getStart()) + text(part);
      at = part.getEnd();
    });
    return out + source.slice(at, node.getEnd());
  };

  const mutated = (node) => {
    if (!isInFunction(node)) {
      return undefined;
    }
    if (ts.isBinaryExpression(node)) {
      return operator(node);
    }
    if (ts.isCallExpression(node) && others[node.expression.getText()]) {
      const [was, becomes, call] = [node.expression.getText(), others[node.expression.getText()], inside(node)];
      return either(call, becomes + call.slice(was.length), node.getStart(), was, becomes);
    }
    if (ts.isExpressionStatement(node) && ts.isBlock(node.parent)) {
      return `if (awake !== ${number(node.getStart(), node.getText(), 'nothing')}) { ${inside(node)} }`;
    }
    return undefined;
  };

  const operator = ({ left, operatorToken, right }) => {
    const was = operatorToken.getText();
    if (!swaps[was] || (isNumber(left) && isNumber(right))) {
      return undefined;
    }
    const [x, y] = [text(left), text(right)];
    return swaps[was].reduce(
      (now, becomes) => either(now, `${x} ${becomes} ${y}`, operatorToken.getStart(), was, becomes),
      `${x} ${was} ${y}`
    );
  };

  return source.slice(0, file.getStart()) + inside(file);
}

const isNumber = (node) => node.kind === SyntaxKind.NumericLiteral;

/** Whether a node is part of a function's body. */
const isInFunction = (node) =>
  Boolean(node.parent) && ((ts.isFunctionLike(node.parent) && node.parent.body === node) || isInFunction(node.parent));
