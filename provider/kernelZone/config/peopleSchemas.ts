import { z } from "zod";
import { loginName } from "../../transport/inventory/hostsSchema";
import { markName } from "../../solaris/configuration/mark";
import { strict } from "./strict";
import { textProblem, tooLong } from "./text";

/** One `admin` resource: a user with rights over this zone alone. */
export const adminSchema = z.strictObject(
    {
        /** The user. */
        user: loginName,
        /** Authorizations over the zone, such as `login`, `manage`, `clone`, `migrate`, `migrate.cold`. */
        auths: z
            .array(
                z
                    .string()
                    .regex(
                        /^[a-z][a-z.]*[a-z]$/,
                        "must be an authorization over zones without `solaris.zone.`, such as `migrate`",
                    ),
            )
            .min(1, "must hold at least one authorization"),
    },
    strict,
);

const attrForms: Readonly<Record<string, { readonly form: RegExp; readonly like: string }>> = {
    int: { form: /^-?\d+$/, like: "a whole number" },
    uint: { form: /^\d+$/, like: "a whole number of 0 or more" },
    boolean: { form: /^(?:true|false)$/, like: "`true` or `false`" },
};

// Generous: what is longer is some other text that has got here.
const longestValue = 8192;

/** One `attr` resource: a note on the zone that Solaris keeps and does not look at. */
export const attrSchema = z
    .strictObject(
        {
            /** Name: letters, digits, `-` and `.`, a letter or digit first; `zone.` is reserved by Solaris. */
            name: z
                .string()
                .regex(
                    /^[A-Za-z0-9][A-Za-z0-9.-]*$/,
                    "must be letters, digits, `-` and `.`, beginning with a letter or digit",
                )
                .refine(
                    (name) => !name.startsWith("zone."),
                    "must not begin with `zone.`, which Solaris reserves for itself",
                )
                .refine(
                    (name) => name !== markName,
                    `\`${markName}\` is the mark of this provider; choose another name`,
                ),
            /** Kind of the value. */
            type: z.enum(["string", "int", "uint", "boolean"]).default("string"),
            /** The value; at most 8192 characters, this provider's own bound. */
            value: z
                .union([z.string(), z.number(), z.boolean()], "must be a string, a number or a boolean")
                .transform(String),
        },
        strict,
    )
    .superRefine(({ type, value }, context) => {
        const wanted = attrForms[type];
        const problem =
            textProblem(value) ??
            (value === ""
                ? "must not be empty"
                : value.length > longestValue
                  ? tooLong(longestValue)
                  : wanted === undefined || wanted.form.test(value)
                    ? undefined
                    : `must be ${wanted.like}, as \`type\` says`);
        if (problem !== undefined) {
            context.addIssue({ code: "custom", path: ["value"], message: problem });
        }
    });
