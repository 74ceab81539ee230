import { type ConfigurationDocument, type ConfigurationResource, resourceAt } from "./document";
import { editGroups, isPropertyEdit } from "./editGroups";
import type { Edit, PropertyEdit } from "./edits";

type Properties = ConfigurationResource["properties"];

/** The document that edits make of another. An edit whose target is not there changes nothing. */
export function applyEdits(document: ConfigurationDocument, edits: readonly Edit[]): ConfigurationDocument {
    return editGroups(edits).reduce(applyGroup, document);
}

function applyGroup(document: ConfigurationDocument, group: readonly Edit[]): ConfigurationDocument {
    const changes = group.filter(isPropertyEdit);
    const key = changes[0]?.target.resource;
    if (changes.length === 0) {
        return group.reduce(comeOrGo, document);
    }
    if (key === undefined) {
        return { ...document, properties: changes.reduce(withChange, document.properties) };
    }
    // Found once: the resource is the same to the end, whatever is changed of it.
    const place = resourceAt(document, key);
    const resources = document.resources.map((resource) =>
        resource === place ? { ...resource, properties: changes.reduce(withChange, resource.properties) } : resource,
    );
    return { ...document, resources };
}

function comeOrGo(document: ConfigurationDocument, edit: Edit): ConfigurationDocument {
    const key = edit.target.resource;
    switch (edit.kind) {
        case "add":
            return { ...document, resources: [...document.resources, edit.resource] };
        case "remove": {
            const place = key && resourceAt(document, key);
            return { ...document, resources: document.resources.filter((resource) => resource !== place) };
        }
        default:
            return document;
    }
}

function withChange(properties: Properties, edit: PropertyEdit): Properties {
    const { property } = edit.target;
    if (property === undefined) {
        return properties;
    }
    const to = edit.kind === "clear" ? [] : edit.to;
    const others = [...properties].filter(([each]) => each !== property);
    return to.length === 0 ? new Map(others) : new Map(properties).set(property, to);
}
