import { type ConfigurationDocument, type ConfigurationResource, valueOf } from "./document";

/** The name of the attribute by which the provider knows a zone that it has created itself. */
export const markName = "pulumi-solaris";

/** The token of the provider's mark; undefined for a zone that it has not created. */
export function markOf(document: ConfigurationDocument): string | undefined {
    const mark = document.resources.find(isMark);
    return mark === undefined ? undefined : valueOf(mark, "value");
}

/** The part of a mark that tells whose a zone is, without what says how far it is made. */
export function markStem(token: string): string {
    return token.split(".", 1)[0] ?? "";
}

/** Whether a resource is the provider's mark, which no program declares and no difference shows. */
export function isMark(resource: ConfigurationResource): boolean {
    return resource.type === "attr" && valueOf(resource, "name") === markName;
}

/** The document with the provider's mark, in the place of one that is there. */
export function withMark(document: ConfigurationDocument, token: string): ConfigurationDocument {
    const mark: ConfigurationResource = {
        type: "attr",
        properties: new Map([
            ["name", [markName]],
            ["type", ["string"]],
            ["value", [token]],
        ]),
    };
    return { ...document, resources: [...document.resources.filter((resource) => !isMark(resource)), mark] };
}
