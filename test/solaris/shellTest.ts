import type { FileAccess } from "./fileAccess";
import type { FileSystemNode } from "./fileNodes";

/** An expression of test(1) that is not one. */
export class TestError extends Error {
    constructor(message: string) {
        super(message);
        this.name = "TestError";
    }
}

const numberComparisons: Record<string, (left: number, right: number) => boolean> = {
    "-eq": (left, right) => left === right,
    "-ne": (left, right) => left !== right,
    "-gt": (left, right) => left > right,
    "-ge": (left, right) => left >= right,
    "-lt": (left, right) => left < right,
    "-le": (left, right) => left <= right,
};

const fileTests: Record<string, (node: FileSystemNode, files: FileAccess) => boolean> = {
    "-e": () => true,
    "-f": (node) => node.kind === "file",
    "-d": (node) => node.kind === "directory",
    "-c": (node) => node.kind === "device",
    "-s": (node) => node.size > 0,
    "-r": (node, files) => files.may(node, 4),
    "-w": (node, files) => files.may(node, 2),
    "-x": (node, files) => files.may(node, 1),
    "-L": (node) => node.kind === "symlink",
    "-h": (node) => node.kind === "symlink",
};

/**
 * Evaluates the operands of test(1), without a closing bracket.
 *
 * @throws TestError
 */
export function evaluateTest(operands: readonly string[], files: FileAccess): boolean {
    // With up to four operands POSIX goes by their number, whatever they look like.
    const [first = "", second = "", third = ""] = operands;
    switch (operands.length) {
        case 0:
            return false;
        case 1:
            return first !== "";
        case 2:
            return first === "!" ? second === "" : unary(first, second, files);
        case 3:
            if (isBinary(second)) {
                return binary(first, second, third);
            }
            break;
        case 4:
            if (first === "!") {
                return !evaluateTest(operands.slice(1), files);
            }
            break;
        default:
            break;
    }
    return new Expression(operands, files).evaluate();
}

function isBinary(operator: string): boolean {
    return operator === "=" || operator === "!=" || Object.hasOwn(numberComparisons, operator);
}

function binary(left: string, operator: string, right: string): boolean {
    if (operator === "=" || operator === "!=") {
        return (left === right) === (operator === "=");
    }
    const compare = numberComparisons[operator];
    if (compare === undefined) {
        throw new TestError(`${operator}: unknown operator`);
    }
    return compare(integer(left), integer(right));
}

function integer(text: string): number {
    if (!/^\s*[+-]?\d+\s*$/.test(text)) {
        throw new TestError(`${text}: integer expression expected`);
    }
    return Number(text);
}

function unary(operator: string, operand: string, files: FileAccess): boolean {
    if (operator === "-n" || operator === "-z") {
        return (operand === "") === (operator === "-z");
    }
    const test = Object.hasOwn(fileTests, operator) ? fileTests[operator] : undefined;
    if (test === undefined) {
        throw new TestError(`${operator}: unknown operator`);
    }
    const node = files.find(operand, operator !== "-L" && operator !== "-h");
    return node !== undefined && test(node, files);
}

/** `-a`, `-o`, `!` and parentheses. */
class Expression {
    private at = 0;

    constructor(
        private readonly operands: readonly string[],
        private readonly files: FileAccess,
    ) {}

    evaluate(): boolean {
        const value = this.either();
        if (this.at < this.operands.length) {
            throw new TestError(`${this.operands[this.at] ?? ""}: unexpected operator`);
        }
        return value;
    }

    private either(): boolean {
        let value = this.both();
        while (this.operands[this.at] === "-o") {
            this.at += 1;
            const right = this.both();
            value ||= right;
        }
        return value;
    }

    private both(): boolean {
        let value = this.primary();
        while (this.operands[this.at] === "-a") {
            this.at += 1;
            const right = this.primary();
            value &&= right;
        }
        return value;
    }

    private primary(): boolean {
        const [first, second, third] = this.operands.slice(this.at, this.at + 3);
        if (first === undefined) {
            throw new TestError("argument expected");
        }
        if (second !== undefined && third !== undefined && isBinary(second)) {
            this.at += 3;
            return binary(first, second, third);
        }
        if (first === "!") {
            this.at += 1;
            return !this.primary();
        }
        if (first === "(") {
            this.at += 1;
            const value = this.either();
            if (this.operands[this.at] !== ")") {
                throw new TestError("`)' expected");
            }
            this.at += 1;
            return value;
        }
        if (/^-[a-zA-Z]$/.test(first) && second !== undefined && second !== "-a" && second !== "-o") {
            this.at += 2;
            return unary(first, second, this.files);
        }
        this.at += 1;
        return first !== "";
    }
}
