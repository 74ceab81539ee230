import type { SolarisError } from "../errors/solarisError";
import { grantOf, parseAuthorizations, type Grant } from "../solaris/auths";
import { hasProfile, parseProfiles } from "../solaris/profiles";
import { configurationRight, managementRight, migrationRight, usermodLine, type Right } from "../solaris/rights";
import type { ToolCall } from "../solaris/tool";
import { parseUserId } from "../solaris/userId";
import { exportConfiguration } from "../solaris/zonecfg";
import type { Answer } from "./answer";
import { failed, faultOf, lastLines, ok, warning, type CheckRow, type Fault } from "./report";
import { missingProgramRemedy, rightsRemedy, type RightsHolder } from "./rightsRemedy";
import { notUnderstood, unanswered } from "./unanswered";

const check = "rights";

/** A right that a login may need, and whether zones cannot be moved without it. */
interface AskedRight extends Right {
    readonly needed: boolean;
}

const management = { ...managementRight, use: "to create, boot, stop and delete zones" };

const rights: readonly AskedRight[] = [
    { ...migrationRight, needed: true },
    { ...configurationRight, needed: true },
    { ...management, needed: false },
];

const notForMoves = "Running zones can be moved without it. For the rest,";

/** The zones for which configurations may be read where that is not all; undefined where it is all, or none. */
export function configurableZones(auths: Answer): readonly string[] | undefined {
    const grant = grantIn(auths, "solaris.zone.config");
    return grant?.scope === "zones" ? grant.zones : undefined;
}

/** One row for each right, by rights profile or by authorization. One that not every move needs is never a failure. */
export function profileRows(user: string, profiles: Answer, auths: Answer): CheckRow[] {
    return rights.map((right) => {
        if (profiles.kind === "answered" && hasProfile(parseProfiles(profiles.stdout), right.profile)) {
            return ok(check, `${right.use}: profile ${right.profile}`);
        }
        const grant = grantIn(auths, right.authorization);
        if (grant?.scope === "all") {
            return ok(check, `${right.use}: authorization ${right.authorization}`);
        }
        const remedy = `Give the user the right, as root on the host:\n${usermodLine(user, right)}`;
        if (grant !== undefined) {
            const detail = `${right.use}: ${right.authorization} for ${grant.zones.join(", ")} only`;
            return warning(check, { detail, remedy: `For other zones too: ${lowerFirst(remedy)}` });
        }
        const silent = [profiles, auths].find(({ kind }) => kind !== "answered");
        if (silent !== undefined && silent.kind !== "answered") {
            return unanswered(check, silent);
        }
        const detail = `${right.use}: neither profile ${right.profile} nor ${right.authorization}`;
        return right.needed
            ? failed(check, { detail, remedy, code: "PRIVILEGE_MISSING" })
            : warning(check, { detail, remedy: `${notForMoves} ${lowerFirst(remedy)}` });
    });
}

/** What became of a read that needs rights. */
export interface PrivilegedRead {
    /** `zoneadm list -cp`. */
    readonly list: Answer;
    /** The export of a zone's configuration; undefined where there was no kernel zone to try it on, or no list. */
    readonly exported: { readonly zone: string; readonly error: SolarisError | undefined } | undefined;
}

/** Whether rights can really be had, by a read that changes nothing. */
export function privilegedReadRow(holder: RightsHolder, { list, exported }: PrivilegedRead): CheckRow {
    const way = holder.privilege;
    if (list.kind === "missing") {
        return failed(check, missingFault(holder, list.program));
    }
    if (list.kind === "none" || list.exitCode !== 0) {
        return failed(check, faultOf(list.kind === "none" ? list.error : list.failure()));
    }
    if (exported === undefined) {
        return way === "pfexec"
            ? ok(check, "pfexec runs zoneadm; no kernel zone here whose configuration could be read")
            : ok(check, "no kernel zone here whose configuration could be read");
    }
    const { zone, error } = exported;
    if (error === undefined) {
        return ok(check, `${way} reads the configuration of ${zone}`);
    }
    return failed(check, {
        ...faultOf(error),
        ...(error.code === "PRIVILEGE_MISSING"
            ? { remedy: rightsRemedy(holder, [exportConfiguration(zone, "stored")]) }
            : {}),
    });
}

/** A call that sudo was asked about. */
export interface SudoAnswer {
    readonly call: ToolCall;
    readonly answer: Answer;
}

/** Whether sudo would run what the provider runs, by program. */
export function sudoRows(holder: RightsHolder, answers: readonly SudoAnswer[]): CheckRow[] {
    const missing = answers.find(({ answer }) => answer.kind === "missing")?.answer;
    if (missing?.kind === "missing") {
        return [failed(check, missingFault(holder, missing.program))];
    }
    const programs = new Set(answers.map(({ call }) => call.program));
    return [...programs].map((program) => {
        const own = answers.filter(({ call }) => call.program === program);
        const broken = own.map(({ answer }) => answer).find((answer) => answer.kind === "none");
        if (broken !== undefined) {
            return failed(check, faultOf(broken.error));
        }
        const refused = own.filter(({ answer }) => answer.kind === "answered" && answer.exitCode !== 0);
        if (refused.length === 0) {
            return ok(check, `sudo allows ${namesOf(own)}`);
        }
        const [last = ""] = refused.flatMap(({ answer }) =>
            answer.kind === "answered" ? lastLines(answer.lines, 1) : [],
        );
        return failed(check, {
            detail: `sudo does not allow ${namesOf(refused)}${last === "" ? "" : `; ${last}`}`,
            remedy: rightsRemedy(
                holder,
                refused.map(({ call }) => call),
            ),
            code: "PRIVILEGE_MISSING",
        });
    });
}

/**
 * Whether sudo would run what creates, boots, stops and deletes zones. No failure where it would not: moving running zones
 * needs none of it.
 *
 * @returns No row where sudo itself cannot be asked, which {@link sudoRows} tells.
 */
export function sudoManagementRows(holder: RightsHolder, answers: readonly SudoAnswer[]): CheckRow[] {
    if (answers.some(({ answer }) => answer.kind !== "answered")) {
        return [];
    }
    const refused = answers.filter(({ answer }) => answer.kind === "answered" && answer.exitCode !== 0);
    if (refused.length === 0) {
        return [ok(check, `${management.use}: sudo allows ${namesOf(answers)}`)];
    }
    const remedy = rightsRemedy(
        holder,
        refused.map(({ call }) => call),
    );
    return [
        warning(check, {
            detail: `${management.use}: sudo does not allow ${namesOf(refused)}`,
            remedy: `${notForMoves} ${lowerFirst(remedy)}`,
        }),
    ];
}

/** With `privilege: none` the login must be root itself. */
export function rootRow(holder: RightsHolder, id: Answer): CheckRow {
    if (id.kind !== "answered") {
        return unanswered(check, id);
    }
    const uid = parseUserId(id.stdout);
    if (uid === 0) {
        return ok(check, "the login is root (uid 0)");
    }
    return uid === undefined
        ? notUnderstood(check, "id", id)
        : failed(check, {
              detail: `${holder.user} is not root (uid ${uid}), and \`privilege\` is none`,
              remedy: rightsRemedy(holder, []),
              code: "PRIVILEGE_MISSING",
          });
}

function grantIn(auths: Answer, name: string): Grant | undefined {
    return auths.kind === "answered" ? grantOf(parseAuthorizations(auths.stdout), name) : undefined;
}

function missingFault(holder: RightsHolder, program: string): Fault {
    const remedy = /\/(?:pfexec|sudo)$/.test(program)
        ? missingProgramRemedy(holder)
        : "Check that this is the global zone of a Solaris host with kernel zones.";
    return { detail: `${program} is not there`, remedy, code: "COMMAND_FAILED" };
}

function namesOf(answers: readonly SudoAnswer[]): string {
    return answers.map(({ call }) => call.name).join(", ");
}

function lowerFirst(text: string): string {
    return text.charAt(0).toLowerCase() + text.slice(1);
}
