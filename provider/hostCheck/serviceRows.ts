import { parseServiceStates, radLocal, radRemote } from "../solaris/svcs";
import type { Answer } from "./answer";
import { failed, faultOf, ok, warning, type CheckRow } from "./report";
import { unanswered } from "./unanswered";

const check = "services";
const migrationPrefix = "svc:/network/kz-migr";

/** RAD, through which migration works, and the migration service, whose name is unconfirmed [U]. */
export function serviceRows(answer: Answer): CheckRow[] {
    if (answer.kind !== "answered") {
        return [unanswered(check, answer)];
    }
    const states = parseServiceStates(answer.stdout);
    if (states.size === 0 && answer.exitCode !== 0 && !answer.lines.some((line) => /doesn't match any/.test(line))) {
        return [failed(check, faultOf(answer.failure()))];
    }
    return [serviceRow(radLocal, states), migrationServiceRow(states)];
}

/** `rad:remote` of a target that is reached by `rads` or `radg`. */
export function remoteAccessRow(target: string, answer: Answer): CheckRow {
    return answer.kind === "answered"
        ? serviceRow(radRemote, parseServiceStates(answer.stdout), target)
        : unanswered(check, answer);
}

function serviceRow(fmri: string, states: ReadonlyMap<string, string>, host?: string): CheckRow {
    const place = host === undefined ? "" : ` on ${host}`;
    const state = states.get(fmri);
    if (state === "online") {
        return ok(check, `${fmri} online${place}`);
    }
    const detail = `${fmri} is ${state ?? "not there"}${place}`;
    return state === undefined || state === "disabled"
        ? failed(check, { detail, remedy: `Enable it, as root${place}:\nsvcadm enable ${fmri}` })
        : failed(check, { detail, remedy: `Find out why, mend it, then clear it, as root${place}:\nsvcs -xv ${fmri}` });
}

function migrationServiceRow(states: ReadonlyMap<string, string>): CheckRow {
    const instances = [...states].filter(([fmri]) => fmri.startsWith(migrationPrefix));
    const online = instances.find(([, state]) => state === "online");
    if (online !== undefined) {
        return ok(check, `${online[0]} online`);
    }
    const found = instances.map(([fmri, state]) => `${fmri} is ${state}`).join(", ");
    const instance = instances[0]?.[0] ?? `${migrationPrefix}:stream`;
    return warning(check, {
        detail: `${found === "" ? `no ${migrationPrefix}*` : found}; the migration service's name is unconfirmed [U]`,
        remedy: `See what your release calls it, and enable it on both hosts if the dry run passes and the move fails:\nsvcs -a | grep -i migr\nsvcadm enable ${instance}`,
    });
}
