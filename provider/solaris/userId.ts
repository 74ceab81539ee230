import { openCall, type ToolCall } from "./tool";

/** `id`. Without an option, because `-u` is not understood by the `id` of every release [U]. Needs no rights. */
export function userId(): ToolCall {
    return openCall("id", "/usr/bin/id");
}

/** The numeric user id in `uid=0(root) gid=0(root)`; undefined where there is none. */
export function parseUserId(text: string): number | undefined {
    const id = /^uid=(\d+)\(/m.exec(text)?.[1];
    return id === undefined ? undefined : Number(id);
}
