import { SolarisError } from "../errors/solarisError";
import { longestStatus, type Reporter } from "../migration/report";
import { callFailure } from "../solaris/callFailure";
import { applyEdits } from "../solaris/configuration/applyEdits";
import { editsBetween, type Edit } from "../solaris/configuration/edits";
import { describeEdit } from "../solaris/configuration/describe";
import type { ConfigurationDocument, ConfigurationTarget } from "../solaris/configuration/document";
import { hideSecrets } from "../solaris/configuration/hideSecrets";
import { printEdits } from "../solaris/configuration/printScript";
import type { SolarisHosts } from "../solaris/hosts";
import { shownLines } from "../solaris/shownLines";
import { applyLiveScript, applyScript } from "../solaris/zonecfg";
import { shorten } from "../transport/commands/shorten";
import { planChange, type ChangePlan, type Wish } from "./changePlan";
import { findConfigurations, pendingEdits, type FoundConfigurations } from "./foundConfigurations";
import { configurationRefusal, requirePossible } from "./refusal";

/** A zone whose configuration is to be changed, and how. */
export interface ChangeRequest {
    readonly zone: string;
    readonly host: string;
    /** Whether it runs there: then the running configuration is changed as well, as far as that can be. */
    readonly runs: boolean;
    readonly wish: Wish;
    /** Which of the planned edits of the stored configuration to make; default all. The running zone gets the same. */
    readonly only?: (plan: ChangePlan) => readonly Edit[];
    /** Where in the program an edit comes from. */
    readonly pathOf: (target: ConfigurationTarget) => string;
    /** Called once the zone may have been changed: an error that comes later does not say that nothing was. */
    readonly onMayBeChanged: () => void;
}

/** What has come of a change. */
export interface ChangeOutcome {
    /** The edits of the stored configuration that were made, in words. */
    readonly made: readonly string[];
    readonly found: FoundConfigurations;
    /** What Solaris said about edits of the running zone that it did not take, or not as wished. */
    readonly warnings: readonly string[];
}

// Somebody else edits the same configuration: zonecfg then refuses to commit (solaris-facts 5.3 [C]).
const attempts = 3;

/**
 * Changes a zone's configuration in place: the stored one as a whole or not at all, then the running one edit by edit as
 * far as Solaris lets it, and reads both back.
 *
 * @throws SolarisError CONFIG_UNCHANGEABLE, where an edit cannot be made to a zone that exists; CONFIG_REFUSED, where
 *     zonecfg refuses one; both with the property, and nothing changed; CONFIG_NOT_TAKEN, where the zone does not have
 *     afterwards what zonecfg has taken.
 */
export async function applyChange(
    hosts: SolarisHosts,
    request: ChangeRequest,
    reporter: Reporter,
): Promise<ChangeOutcome> {
    const found = await findConfigurations(hosts, request);
    const stored = await changeStored(hosts, request, found, reporter);
    const { live, attempted } = stored.plan;
    if (stored.made.length + live.length + attempted.length === 0) {
        return { made: [], found, warnings: [] };
    }
    const told = await changeRunning(hosts, request, found, stored.plan, reporter);
    hosts.forget(request.host);
    const now = await findConfigurations(hosts, request);
    // Of a release that shows no running configuration it is known only that it has not changed.
    const after = found.running?.standsForRunning === true ? { ...now, running: found.running } : now;
    const missing = missingEdits(after.stored, request, stored.made);
    if (missing.length > 0) {
        throw new SolarisError("CONFIG_NOT_TAKEN", {
            message: `${request.host} took the change of ${request.zone}, and its configuration is not as wished`,
            host: request.host,
            property: "config",
            lines: missing.map(describeEdit),
        });
    }
    return {
        made: stored.made.map(describeEdit),
        found: after,
        warnings: describeUntaken(after, told, request.wish),
    };
}

async function changeStored(
    hosts: SolarisHosts,
    request: ChangeRequest,
    found: FoundConfigurations,
    reporter: Reporter,
): Promise<{ readonly plan: ChangePlan; readonly made: readonly Edit[] }> {
    let { stored } = found;
    for (let attempt = 1; ; attempt++) {
        const plan = planChange(stored, found.running, request.wish);
        requirePossible(plan, request);
        const edits = request.only?.(plan) ?? plan.stored;
        if (edits.length === 0) {
            return { plan, made: [] };
        }
        reporter.status(`changing the configuration (${edits.length} ${edits.length === 1 ? "edit" : "edits"})`);
        const printed = printEdits(edits);
        const call = applyScript(request.zone, printed.script);
        const result = await hosts.call(request.host, call);
        // What zonecfg has refused it has not stored in part.
        if (result.kind !== "exited" || result.exitCode === 0) {
            request.onMayBeChanged();
        }
        if (result.kind === "exited" && result.exitCode === 0) {
            return { plan, made: edits };
        }
        const now = await hosts.configuration(request.host, request.zone, "stored");
        if (editsBetween(now, applyEdits(stored, edits)).length === 0) {
            // How it ended was not told, or was told wrongly; what counts is what is there.
            request.onMayBeChanged();
            return { plan, made: edits };
        }
        const editedMeanwhile = editsBetween(stored, now).length > 0;
        if (!editedMeanwhile || attempt === attempts || result.kind !== "exited") {
            const failure = callFailure(request.host, call.name, result);
            throw configurationRefusal(failure, { ...request, printed });
        }
        stored = now;
    }
}

/** What was tried on the running zone, with what Solaris said to it. */
type Told = ReadonlyMap<Edit, readonly string[]>;

/** The edits that are documented to work go as one script; of the others each goes alone, so that one refusal is one. */
async function changeRunning(
    hosts: SolarisHosts,
    request: ChangeRequest,
    { running }: FoundConfigurations,
    plan: ChangePlan,
    reporter: Reporter,
): Promise<Told> {
    const told = new Map<Edit, readonly string[]>();
    if (running === undefined) {
        return told;
    }
    const { live, attempted } = plan;
    const chosen = new Set((request.only?.(plan) ?? plan.stored).map(keyOf));
    const wanted = (edits: readonly Edit[]): Edit[] =>
        request.only === undefined ? [...edits] : edits.filter((edit) => chosen.has(keyOf(edit)));
    const together = wanted(live);
    const say = async (edits: readonly Edit[]): Promise<boolean> => {
        const { taken, lines } = await tellRunning(hosts, request, edits, reporter);
        edits.forEach((edit) => told.set(edit, lines));
        return taken;
    };
    // One refusal is one: what is refused together is tried once more edit by edit.
    const single =
        together.length > 0 && !(await say(together)) && together.length > 1
            ? [...together, ...wanted(attempted)]
            : wanted(attempted);
    for (const edit of single) {
        await say([edit]);
    }
    return told;
}

/** One script for the running zone, and what Solaris said to it that a person should know. */
async function tellRunning(
    hosts: SolarisHosts,
    { zone, host, onMayBeChanged }: ChangeRequest,
    edits: readonly Edit[],
    reporter: Reporter,
): Promise<{ readonly taken: boolean; readonly lines: readonly string[] }> {
    reporter.status(shorten(`changing the running zone: ${edits.map(describeEdit).join("; ")}`, longestStatus));
    const { script, secrets } = printEdits(edits);
    const call = applyLiveScript(zone, script);
    onMayBeChanged();
    const result = await hosts.call(host, call);
    if (result.kind !== "exited") {
        return { taken: false, lines: [hideSecrets(callFailure(host, call.name, result).details.message, secrets)] };
    }
    const taken = result.exitCode === 0;
    const lines = shownLines(result.lines).map((text) => hideSecrets(text, secrets));
    // Of a change that was taken only what limits it is worth telling.
    return { taken, lines: taken ? lines.filter((text) => /warning|partial/i.test(text)) : lines };
}

function keyOf({ kind, target }: Edit): string {
    return JSON.stringify([kind, target]);
}

/** Edits that were to be made and are not there. */
function missingEdits(stored: ConfigurationDocument, request: ChangeRequest, made: readonly Edit[]): Edit[] {
    const missing = editsBetween(stored, request.wish(stored));
    const keys = new Set(made.map(keyOf));
    return request.only === undefined ? missing : missing.filter((edit) => keys.has(keyOf(edit)));
}

/** Of the edits that were tried on the running zone, those that it does not have now. */
function describeUntaken(after: FoundConfigurations, told: Told, wish: Wish): string[] {
    const pending = new Map(pendingEdits(after, wish).map((edit) => [keyOf(edit), edit]));
    return [...told].flatMap(([edit, lines]) => {
        const left = pending.get(keyOf(edit));
        return left === undefined
            ? []
            : [
                  `the running zone does not have it yet: ${describeEdit(left)}${lines.length === 0 ? "" : ` (${lines.join("; ")})`}`,
              ];
    });
}
