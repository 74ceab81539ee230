import { ByteChannel } from "./byteChannel";
import { type Descriptor, type DescriptorTable, Input } from "./descriptor";
import { FileError } from "./fileNodes";
import type { Shell } from "./shell";
import type { Redirect } from "./shellSyntax";
import { expandText, type ExpansionSource } from "./wordExpansion";

/** A redirection that cannot be done; the message is the shell's. */
export class RedirectionError extends Error {
    /** @param descriptors As they are so far: an earlier redirection can be that of the message. */
    constructor(
        message: string,
        readonly descriptors: DescriptorTable,
    ) {
        super(message);
        this.name = "RedirectionError";
    }
}

/**
 * Applies redirections from left to right.
 *
 * @throws RedirectionError, and what expanding words throws.
 */
export async function redirect(
    shell: Shell,
    redirects: readonly Redirect[],
    source: ExpansionSource,
): Promise<DescriptorTable> {
    const table = [...shell.descriptors];
    for (const { descriptor, operator, target } of redirects) {
        const text = await expandText(target, source);
        table[descriptor] = opened(shell, table, operator, text);
    }
    return table;
}

/** Runs something with other descriptors; afterwards those that the redirections named are as before. */
export async function withRedirections<Result>(
    shell: Shell,
    redirects: readonly Redirect[],
    table: DescriptorTable,
    run: () => Result | Promise<Result>,
): Promise<Result> {
    if (redirects.length === 0) {
        return run();
    }
    const before = shell.descriptors;
    shell.descriptors = table;
    try {
        return await run();
    } finally {
        const after = [...shell.descriptors];
        redirects.forEach(({ descriptor }) => {
            after[descriptor] = before[descriptor];
        });
        shell.descriptors = after;
    }
}

function opened(
    shell: Shell,
    table: DescriptorTable,
    operator: Redirect["operator"],
    target: string,
): Descriptor | undefined {
    if (operator === "<<") {
        const text = new ByteChannel();
        text.write(Buffer.from(target));
        text.end();
        return new Input(text);
    }
    if (operator === ">&" || operator === "<&") {
        return duplicated(table, target);
    }
    try {
        return openedFile(shell, operator, target);
    } catch (error) {
        if (error instanceof FileError) {
            // ksh93's words, from memory [U].
            const action = operator === "<" ? "open" : "create";
            throw new RedirectionError(`${target}: cannot ${action} [${error.message}]`, table);
        }
        throw error;
    }
}

function openedFile(shell: Shell, operator: Redirect["operator"], path: string): Descriptor {
    const { files } = shell;
    switch (operator) {
        case "<":
            return files.openRead(path);
        case ">>":
            return files.openWrite(path, { append: true });
        default: {
            // What is no regular file, such as /dev/null, is not protected by `set -C`.
            const protectedNow = shell.options.noClobber && operator === ">" && files.find(path)?.kind !== "device";
            return files.openWrite(path, { exclusive: protectedNow });
        }
    }
}

function duplicated(table: DescriptorTable, target: string): Descriptor | undefined {
    if (target === "-") {
        return undefined;
    }
    const descriptor = /^\d+$/.test(target) ? table[Number(target)] : undefined;
    if (descriptor === undefined) {
        throw new RedirectionError(`${target}: bad file unit number`, table);
    }
    return descriptor;
}
