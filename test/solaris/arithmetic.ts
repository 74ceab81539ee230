/** `$((expression))` that is not one. */
export class ArithmeticError extends Error {
    constructor(expression: string) {
        super(`arithmetic syntax error: ${expression}`);
        this.name = "ArithmeticError";
    }
}

type Operation = (left: number, right: number) => number;

/** By precedence, the weakest first. */
const levels: Record<string, Operation>[] = [
    { "||": (left, right) => Number(left !== 0 || right !== 0) },
    { "&&": (left, right) => Number(left !== 0 && right !== 0) },
    { "==": (left, right) => Number(left === right), "!=": (left, right) => Number(left !== right) },
    {
        "<=": (left, right) => Number(left <= right),
        ">=": (left, right) => Number(left >= right),
        "<": (left, right) => Number(left < right),
        ">": (left, right) => Number(left > right),
    },
    { "+": (left, right) => left + right, "-": (left, right) => left - right },
    {
        "*": (left, right) => left * right,
        "/": (left, right) => Math.trunc(left / right),
        "%": (left, right) => left % right,
    },
];

/**
 * Evaluates integers, variables, parentheses, `+ - * / %`, comparisons, `&&`, `||`, `!` and unary minus.
 *
 * @param valueOf A variable's value; one that is not set counts as 0.
 * @throws ArithmeticError, also for a division by 0.
 */
export function evaluateArithmetic(expression: string, valueOf: (name: string) => string | undefined): number {
    const tokens = expression.match(/\d+|[A-Za-z_][A-Za-z0-9_]*|\|\||&&|[=!<>]=|[^\s]/g) ?? [];
    let at = 0;
    const fail = (): never => {
        throw new ArithmeticError(expression.trim());
    };
    const binary = (level: number): number => {
        const operations = levels[level];
        if (operations === undefined) {
            return unary();
        }
        let left = binary(level + 1);
        for (;;) {
            const symbol = tokens[at] ?? "";
            const operation = Object.hasOwn(operations, symbol) ? operations[symbol] : undefined;
            if (operation === undefined) {
                return left;
            }
            at += 1;
            const right = binary(level + 1);
            if (right === 0 && (symbol === "/" || symbol === "%")) {
                return fail();
            }
            left = operation(left, right);
        }
    };
    const unary = (): number => {
        const token = tokens[at] ?? "";
        at += 1;
        if (token === "-") {
            return -unary();
        }
        if (token === "+") {
            return unary();
        }
        if (token === "!") {
            return Number(unary() === 0);
        }
        if (token === "(") {
            const value = binary(0);
            if (tokens[at] !== ")") {
                return fail();
            }
            at += 1;
            return value;
        }
        if (/^\d/.test(token)) {
            return Number(token);
        }
        if (!/^[A-Za-z_]/.test(token)) {
            return fail();
        }
        const value = (valueOf(token) ?? "").trim();
        return value === "" ? 0 : /^-?\d+$/.test(value) ? Number(value) : fail();
    };
    const value = tokens.length === 0 ? 0 : binary(0);
    // `-0` of a multiplication or remainder is 0.
    return at === tokens.length ? value + 0 : fail();
}
