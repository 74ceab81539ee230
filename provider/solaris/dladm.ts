import { openCall, type ToolCall } from "./tool";

/** `dladm show-link -p -o link`: the names of the datalinks, one a line [A]. Needs no rights. */
export function listDatalinks(): ToolCall {
    return openCall("dladm show-link", "/usr/sbin/dladm", "show-link", "-p", "-o", "link");
}

/** The names that are listed, each once. Lines of another form, such as messages, are passed over. */
export function parseDatalinks(text: string): readonly string[] {
    const names = text.split("\n").flatMap((line) => /^([A-Za-z][\w./-]*)$/.exec(line.trim())?.[1] ?? []);
    return [...new Set(names)];
}
