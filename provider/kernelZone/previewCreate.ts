import { describeCreation } from "../lifecycle/describeCreation";
import { viewForCreation } from "../lifecycle/creationView";
import { describeFindings, hasErrors, refusalOf } from "../migration/preflight/findings";
import { SolarisError } from "../errors/solarisError";
import { valueOf, type HostFacts } from "../solaris/hostFacts";
import { configWarnings, memoryUnitProblem } from "./config/advice";
import type { ZoneContext } from "./context";
import { creationRequest, differencesOfAdopted, findZoneToAdopt } from "./create";
import { throwOrWarn } from "./previewPolicy";
import type { KernelZoneInputs } from "./schema";
import { parseInputs, type PropertyBag } from "./state";

/**
 * What a preview of a new resource shows: the zone that would be taken over and how it differs from `config`, or the steps
 * by which it would be made. Reads only.
 *
 * @throws SolarisError where the preview must fail.
 */
export async function previewCreate(news: PropertyBag, context: ZoneContext): Promise<void> {
    const inputs = parseInputs(news);
    if (inputs.migration.dryRun === "skip") {
        return;
    }
    try {
        await (inputs.adopt ? previewAdoption(inputs, context) : previewCreation(inputs, news, {}, context));
    } catch (error) {
        throwOrWarn(error, inputs.migration.dryRun, context);
    }
}

async function previewAdoption(inputs: KernelZoneInputs, context: ZoneContext): Promise<void> {
    const { zoneName, host } = inputs;
    const zone = await findZoneToAdopt(inputs, context);
    const differences = await differencesOfAdopted(inputs, context);
    const lines = [
        `takes over ${zoneName} on ${host} as it is (${zone.state})`,
        ...(differences.length === 0
            ? []
            : [
                  `  its configuration differs from config (program -> ${host}); a second \`pulumi up\` changes it:`,
                  ...differences.map((line) => `    ${line}`),
              ]),
    ];
    context.reporter.info(lines.join("\n"));
}

/**
 * What a preview shows of a zone that is to be made, or to be made to the end.
 *
 * @param olds What the last run has declared; empty for a new resource.
 */
export async function previewCreation(
    inputs: KernelZoneInputs,
    news: PropertyBag,
    olds: PropertyBag,
    context: ZoneContext,
): Promise<void> {
    const { hosts, reporter } = context;
    const request = creationRequest(inputs, olds["__urn"] === undefined ? news : olds, olds);
    if (request === undefined) {
        // Without a configuration there is nothing to make: this says what there is instead.
        await findZoneToAdopt(inputs, context);
        return;
    }
    const [views, facts] = await Promise.all([viewForCreation(hosts, request), hosts.facts(request.host)]);
    const { lines, findings, refusal } = describeCreation(request, { views, facts });
    if (refusal !== undefined) {
        throw refusal;
    }
    if (hasErrors(findings)) {
        throw refusalOf(findings);
    }
    const advice = inputs.config === undefined ? [] : configWarnings(inputs.config);
    const unit = unitProblem(inputs, facts);
    if (unit !== undefined) {
        throw unit;
    }
    reporter.info(
        [
            ...lines,
            ...describeFindings(findings).map((line) => `  ${line}`),
            ...advice.map(({ property, message }) => `  ${property} ${message}`),
        ].join("\n"),
    );
}

/** The unit of memory depends on the host's processors, which the schema does not know (solaris-facts 4.3 [C]). */
function unitProblem({ config, zoneName }: KernelZoneInputs, facts: HostFacts): SolarisError | undefined {
    const architecture = valueOf(facts.processorType);
    const problem =
        config === undefined || architecture === undefined ? undefined : memoryUnitProblem(config, architecture);
    return problem === undefined
        ? undefined
        : new SolarisError("CONFIG_REFUSED", {
              message: `config.cappedMemory.physical of ${zoneName}: ${problem}`,
              host: facts.host,
              property: "config.cappedMemory.physical",
          });
}
