import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as ts from "typescript";

/** Comments by dotted path; `*` stands for the values of a record and the items of an array. */
export type CommentsByPath = ReadonlyMap<string, string>;

/** A documented member of a class or an interface. */
export interface DocumentedMember {
    readonly name: string;
    /** The type as written in the source. */
    readonly type: string;
    readonly optional: boolean;
    readonly comment: string;
}

/**
 * Reads the TSDoc above each key of a zod schema, through the constants that it is put together from, in the same file or
 * in one that it imports from the same folder. zod itself knows nothing of comments, so the source is read.
 *
 * @param file Path of the source file.
 * @param constant Name of the constant that holds the schema.
 */
export function schemaComments(file: string, constant: string): CommentsByPath {
    const constants = constantsOf(file);
    const comments = new Map<string, string>();
    const visit = (expression: ts.Expression, path: readonly string[]): void => {
        if (ts.isIdentifier(expression)) {
            const initializer = constants.get(expression.text);
            if (initializer !== undefined) {
                visit(initializer, path);
            }
        } else if (ts.isCallExpression(expression) && ts.isPropertyAccessExpression(expression.expression)) {
            const { expression: receiver, name: method } = expression.expression;
            if (!ts.isIdentifier(receiver) || receiver.text !== "z") {
                // A refinement such as `.optional()`, of whatever the receiver is.
                visit(receiver, path);
            } else if (method.text === "strictObject") {
                expression.arguments
                    .filter(ts.isObjectLiteralExpression)
                    .forEach((literal) => visitKeys(literal, path));
            } else {
                const inner = method.text === "array" || method.text === "record" ? [...path, "*"] : path;
                expression.arguments.forEach((argument) => visit(argument, inner));
            }
        }
    };
    const visitKeys = (literal: ts.ObjectLiteralExpression, path: readonly string[]): void => {
        for (const property of literal.properties.filter(ts.isPropertyAssignment)) {
            const here = [...path, property.name.getText()];
            comments.set(here.join("."), commentOf(property));
            visit(property.initializer, here);
        }
    };
    const schema = constants.get(constant);
    if (schema === undefined) {
        throw new Error(`${file} has no constant ${constant}`);
    }
    visit(schema, []);
    return comments;
}

/**
 * The constants of a file, and those that it imports from files beside it.
 *
 * @param read What was read already: files that several others import are read once.
 */
function constantsOf(file: string, read = new Map<string, Map<string, ts.Expression>>()): Map<string, ts.Expression> {
    const known = read.get(file);
    if (known !== undefined) {
        return known;
    }
    const constants = new Map<string, ts.Expression>();
    read.set(file, constants);
    for (const statement of parse(file).statements) {
        if (ts.isImportDeclaration(statement) && ts.isStringLiteral(statement.moduleSpecifier)) {
            const from = statement.moduleSpecifier.text;
            if (from.startsWith("./")) {
                constantsOf(join(dirname(file), `${from}.ts`), read).forEach((value, name) =>
                    constants.set(name, value),
                );
            }
        } else if (ts.isVariableStatement(statement)) {
            for (const { name, initializer } of statement.declarationList.declarations) {
                if (ts.isIdentifier(name) && initializer !== undefined) {
                    constants.set(name.text, initializer);
                }
            }
        }
    }
    return constants;
}

/** The members of an interface. */
export function interfaceMembers(file: string, name: string): DocumentedMember[] {
    const source = parse(file);
    const declaration = source.statements.find(
        (statement) => ts.isInterfaceDeclaration(statement) && statement.name.text === name,
    );
    if (declaration === undefined || !ts.isInterfaceDeclaration(declaration)) {
        throw new Error(`${file} has no interface ${name}`);
    }
    return declaration.members.filter(ts.isPropertySignature).map((member) => documented(member, source));
}

/** The members of a class that are declared without a value (`declare readonly`): a Pulumi resource's properties. */
export function declaredMembers(file: string, name: string): DocumentedMember[] {
    const source = parse(file);
    const declaration = source.statements.find(
        (statement) => ts.isClassDeclaration(statement) && statement.name?.text === name,
    );
    if (declaration === undefined || !ts.isClassDeclaration(declaration)) {
        throw new Error(`${file} has no class ${name}`);
    }
    return declaration.members
        .filter(ts.isPropertyDeclaration)
        .filter(({ modifiers }) => modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword) === true)
        .map((member) => documented(member, source));
}

/**
 * The error codes that a source file raises: each first argument of a call that looks like a code, whatever the function
 * that is called, because some build the error for others.
 */
export function raisedCodes(file: string): string[] {
    const codes: string[] = [];
    const visit = (node: ts.Node): void => {
        const first = ts.isCallExpression(node) || ts.isNewExpression(node) ? node.arguments?.[0] : undefined;
        // Environment variables look alike, and are looked up by functions that say so.
        const raises =
            (ts.isCallExpression(node) || ts.isNewExpression(node)) && !/environment/i.test(node.expression.getText());
        if (raises && first !== undefined && ts.isStringLiteral(first) && /^[A-Z]+(?:_[A-Z]+)+$/.test(first.text)) {
            codes.push(first.text);
        }
        ts.forEachChild(node, visit);
    };
    visit(parse(file));
    return codes;
}

function parse(file: string): ts.SourceFile {
    return ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2022, true);
}

function documented(member: ts.PropertySignature | ts.PropertyDeclaration, source: ts.SourceFile): DocumentedMember {
    return {
        name: member.name.getText(source),
        type: member.type?.getText(source).replace(/\s+/g, " ") ?? "unknown",
        optional: member.questionToken !== undefined,
        comment: commentOf(member),
    };
}

/** The text of the TSDoc comment right above a node, as one line. Empty where there is none. */
function commentOf(node: ts.Node): string {
    const comment = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc).at(-1)?.comment;
    return (ts.getTextOfJSDocComment(comment) ?? "").replace(/\s+/g, " ").trim();
}
