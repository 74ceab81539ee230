import type { EngineEvent, OpMap } from "@pulumi/pulumi/automation";

import type { CliResult } from "./pulumiCommand";
import { plainText } from "./plainText";
import { nameInUrn } from "./urn";

/** A message that the engine showed, in plain text. */
export interface Diagnostic {
    /** The resource on whose row it stands; absent for the run as a whole. */
    urn?: string;
    severity: "info" | "info#err" | "warning" | "error";
    message: string;
    /** A status that stands in the row only while the resource is being worked on. */
    ephemeral: boolean;
}

/** What one operation did and said. It never throws because the operation failed. */
export interface RunResult extends CliResult {
    /** Whether the CLI ended with 0. */
    ok: boolean;
    /** What the engine reported, in order; `up` with its preview reports both phases. */
    events: EngineEvent[];
    diagnostics: Diagnostic[];
    /** How many resources had which operation, from the last summary; empty if the run did not get so far. */
    resourceChanges: OpMap;
    /** The stack's outputs as stored after the operation, `[secret]` in place of secrets. */
    outputs: Record<string, unknown>;
    /** From the call to the end of the CLI. */
    durationMs: number;
    /** The messages that stay on the row of the resource with that name, in order. */
    messagesOf(name: string): string[];
    /** The ephemeral messages on the row of the resource with that name, in order. */
    statusOf(name: string): string[];
}

/** The message in an event, or undefined where it holds none that is shown. */
export function diagnosticIn(event: EngineEvent): Diagnostic | undefined {
    const raw = event.diagnosticEvent;
    // The SDK's debug messages come as events too, but are not shown; its types do not know the severity.
    if (raw === undefined || (raw.severity as string) === "debug") {
        return undefined;
    }
    return {
        ...(raw.urn === undefined || raw.urn === "" ? {} : { urn: raw.urn }),
        severity: raw.severity,
        message: plainText(raw.message).trimEnd(),
        ephemeral: raw.ephemeral === true,
    };
}

/** Puts a result together. */
export function runResult(
    cli: CliResult,
    events: EngineEvent[],
    outputs: Record<string, unknown>,
    durationMs: number,
): RunResult {
    const summaries = events.flatMap((event) => event.summaryEvent ?? []);
    const diagnostics = events.flatMap((event) => diagnosticIn(event) ?? []);
    const onRow = (name: string, ephemeral: boolean): string[] =>
        diagnostics
            .filter((one) => one.ephemeral === ephemeral && one.urn !== undefined && nameInUrn(one.urn) === name)
            .map((one) => one.message);
    return {
        ...cli,
        ok: cli.exitCode === 0,
        events,
        diagnostics,
        resourceChanges: summaries.at(-1)?.resourceChanges ?? {},
        outputs,
        durationMs,
        messagesOf: (name) => onRow(name, false),
        statusOf: (name) => onRow(name, true),
    };
}
