import { changeCatalogue } from "./changeCatalogue";
import { commandCatalogue } from "./commandCatalogue";
import type { ErrorDescription } from "./errorDescription";
import { hostCatalogue } from "./hostCatalogue";
import { lifecycleCatalogue } from "./lifecycleCatalogue";
import { migrationCatalogue } from "./migrationCatalogue";
import { preflightCatalogue } from "./preflightCatalogue";
import { zoneCatalogue } from "./zoneCatalogue";

const catalogue = {
    ...hostCatalogue,
    ...commandCatalogue,
    ...zoneCatalogue,
    ...changeCatalogue,
    ...lifecycleCatalogue,
    ...preflightCatalogue,
    ...migrationCatalogue,
} as const satisfies Record<string, ErrorDescription>;

/** A stable error code; `docs/errors/CODE.md` explains each. */
export type ErrorCode = keyof typeof catalogue;

/**
 * Every error code that a user can meet, with what it means and what to do about it, in the order in which the
 * documentation shows them.
 *
 * Codes are part of the public interface: scripts and runbooks match on them, so a code is never renamed or reused.
 * The pages under docs/errors are generated from this table.
 */
export const errorCatalogue: Readonly<Record<ErrorCode, ErrorDescription>> = catalogue;
