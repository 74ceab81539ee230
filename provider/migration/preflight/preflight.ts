import { isKernelZone } from "../../solaris/brand";
import { judgeCapacity } from "./capacityRules";
import { judgeFacts } from "./factRules";
import type { Finding } from "./findings";
import type { PreflightInput } from "./input";
import { judgeLeftover } from "./leftoverRules";
import { judgeNetwork } from "./networkRules";
import { judgePlatform } from "./platformRules";
import { judgeRights } from "./rightsRules";
import { judgeWay } from "./serviceRules";
import { judgeLiveConfiguration, judgeSource } from "./sourceRules";
import { judgeStorage } from "./storageRules";
import { judgeMachines, judgeTarget } from "./targetRules";

/**
 * Everything that speaks against a move, or may, as far as both hosts have told it (solaris-facts 10). Pure. Errors come
 * first; within both kinds the order is that of the path: zone, target, storage, network, way.
 *
 * An error is what the hosts' words and Oracle's documents [C] or their ancestor's source [A] confirm; everything else is
 * a warning, and Solaris's own dry run decides.
 */
export function preflight(input: PreflightInput): Finding[] {
    const machines = judgeMachines(input);
    const findings = [...judgeSource(input), ...(machines.length > 0 ? machines : judgeMove(input))];
    return [
        ...findings.filter(({ severity }) => severity === "error"),
        ...findings.filter(({ severity }) => severity === "warning"),
    ];
}

function judgeMove(input: PreflightInput): Finding[] {
    // Of a zone of another brand the configuration means other things.
    const isKernel = isKernelZone(input.source.zone);
    return [
        ...judgeTarget(input),
        ...(isKernel ? [...judgeStorage(input), ...judgeNetwork(input)] : []),
        ...judgeWay(input),
        ...(isKernel
            ? [
                  ...judgePlatform(input),
                  ...judgeCapacity(input),
                  ...judgeLeftover(input),
                  ...judgeLiveConfiguration(input),
              ]
            : []),
        ...judgeRights(input),
        ...judgeFacts(input),
    ];
}
