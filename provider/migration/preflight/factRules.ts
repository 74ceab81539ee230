import type { Fact, HostFacts } from "../../solaris/hostFacts";
import { concern, type Finding } from "./findings";
import type { PreflightInput } from "./input";

/** Says what could not be judged of that for which a move would be refused. */
export function judgeFacts({ method, sourceFacts, targetFacts }: PreflightInput): Finding[] {
    const common = (facts: HostFacts): Fact<unknown>[] => [
        facts.machine,
        facts.processorType,
        ...(method === "cold" ? [facts.release] : []),
    ];
    return [
        ...unknownFinding(sourceFacts.host, common(sourceFacts)),
        ...unknownFinding(targetFacts.host, [...common(targetFacts), targetFacts.maintenance]),
    ];
}

/** What a host did not tell of that which is looked at before something is done. */
export function unknownFinding(host: string, facts: readonly Fact<unknown>[], before = "a dry run"): Finding[] {
    const reasons = facts.flatMap((fact) => (fact.kind === "unknown" ? [fact.reason] : []));
    return reasons.length === 0
        ? []
        : [
              concern("FACTS_UNKNOWN", {
                  message: `${host} did not tell all that is looked at before ${before}`,
                  host,
                  property: "host",
                  lines: reasons,
              }),
          ];
}
