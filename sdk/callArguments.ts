import { z } from "zod";
import { SolarisError } from "../provider/errors/solarisError";
import { dotted } from "../provider/kernelZone/config/paths";
import { zoneNameSchema } from "../provider/solaris/zoneName";

/*
 * What the functions of this package are called with. The compiler looks at that in TypeScript only, and never at a value
 * that comes from a configuration: a name that cannot be one would be looked for, and just not be found.
 */

const hostName = z.string("must be the name of a host").min(1, "must not be empty");
const hostNames = z.array(hostName, "must be a list of hosts");

/** The argument of `getZone`. */
export const zoneArguments = z.object(
    { zoneName: zoneNameSchema, host: hostName.optional() },
    'must be an object, as in { zoneName: "kzone1" }',
);

/** The argument of `getHost`. */
export const hostArguments = z.object({ host: hostName });

/** The arguments of `getCompatibility`. */
export const compatibilityArguments = z.object({
    zone: z
        .unknown()
        .transform((zone) => (typeof zone === "string" ? { zoneName: zone } : zone))
        .pipe(zoneArguments),
    hosts: hostNames,
    options: z.object({ method: z.enum(["live", "warm", "cold", "auto"]).optional() }, "must be an object").default({}),
});

/** The arguments of `checkHost`. */
export const hostCheckArguments = z.object({
    host: hostName,
    options: z
        .object({ targets: hostNames.optional(), onFailure: z.enum(["warn", "fail"]).optional() }, "must be an object")
        .default({}),
});

/**
 * The arguments of a call, once they are what they should be. No value is quoted: it can be a secret.
 *
 * @param call The function's name, for the message.
 * @throws SolarisError ARGUMENT_INVALID that names every argument which is not.
 */
export function requireArguments<T>(call: string, schema: z.ZodType<T>, given: unknown): T {
    const { data, error } = schema.safeParse(given, { reportInput: true });
    if (error === undefined) {
        return data;
    }
    const faults = error.issues.map(({ path, code, input, message }) => {
        const name = path.length === 0 ? "its argument" : dotted(path);
        return `${name} ${input === undefined && code === "invalid_type" ? "is required" : message}`;
    });
    throw new SolarisError("ARGUMENT_INVALID", { message: `${call}: ${faults.join("; ")}` });
}
