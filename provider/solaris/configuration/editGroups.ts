import { sameKey } from "./document";
import type { Edit, PropertyEdit } from "./edits";

/**
 * Edits as zonecfg is told them. Changes of one resource that follow each other share one `select` ... `end`, through which
 * the resource stays the one that was found, whatever is changed of it. Resources that nothing names go all at once.
 */
export function editGroups(edits: readonly Edit[]): (readonly [Edit, ...Edit[]])[] {
    const groups: [Edit, ...Edit[]][] = [];
    for (const edit of edits) {
        const group = groups.at(-1);
        if (group !== undefined && goTogether(group[0], edit)) {
            group.push(edit);
        } else {
            groups.push([edit]);
        }
    }
    return groups;
}

/** Whether an edit changes one property, of the zone or of a resource. */
export function isPropertyEdit(edit: Edit): edit is PropertyEdit {
    return edit.kind === "set" || edit.kind === "clear";
}

/** Whether two edits, one right after the other, are told as one. */
function goTogether(a: Edit, b: Edit): boolean {
    const [first, second] = [a.target.resource, b.target.resource];
    if (a.kind === "remove" && b.kind === "remove") {
        return first?.index !== undefined && second?.index !== undefined && first.type === second.type;
    }
    return isPropertyEdit(a) && isPropertyEdit(b) && first !== undefined && sameKey(first, second);
}
