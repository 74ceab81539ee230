import { z } from "zod";
import { clearableText } from "./text";
import { decidedElsewhere, globalFields, typedResources, type Field } from "./fields";

const propertyName = z.string().regex(/^[a-z][a-z0-9-]*$/);

/**
 * Properties by zonecfg's own names, for those that `config` does not know. A list is given value by value (`add NAME
 * VALUE`), anything else as it is (`set NAME=VALUE`).
 */
export const escapedProperties = z.record(
    propertyName.describe("zonecfg's name"),
    z.union(
        [clearableText, z.number(), z.boolean(), z.array(clearableText.min(1, "must not be empty"))],
        "must be a string, a number, a boolean, or a list of strings",
    ),
    {
        error: ({ code }) =>
            code === "invalid_key"
                ? "must be a property's name as zonecfg spells it, such as `smf-dependency`"
                : undefined,
    },
);

/** As {@link escapedProperties}, without the names that the place has typed properties for. */
export function escapeOf(place: string): typeof escapedProperties {
    const resource = typedResources.find(({ key }) => key === place);
    return withoutKnown(
        resource?.fields ?? globalFields,
        resource === undefined ? decidedElsewhere : {},
        resource?.generated,
    );
}

function withoutKnown(
    fields: readonly Field[],
    elsewhere: Readonly<Record<string, string>>,
    generated: readonly string[] = [],
): typeof escapedProperties {
    return escapedProperties.superRefine((properties, context) => {
        for (const name of Object.keys(properties)) {
            const typed = fields.find((field) => field.name === name);
            const message =
                typed !== undefined
                    ? `is known: use \`${typed.key}\` instead`
                    : Object.hasOwn(elsewhere, name)
                      ? `cannot be set here: ${name} ${elsewhere[name]}`
                      : generated.includes(name)
                        ? "is made by Solaris itself and cannot be set"
                        : undefined;
            if (message !== undefined) {
                context.addIssue({ code: "custom", path: [name], message });
            }
        }
    });
}
