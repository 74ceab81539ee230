/** The name in a URN (`urn:pulumi:<stack>::<project>::<types>::<name>`); names may hold `::` themselves. */
export function nameInUrn(urn: string): string {
    return urn.split("::").slice(3).join("::");
}
