import type { Figure } from "./figure";

/** A number as people read it, without its unit. */
export function formatValue(value: number, unit: Figure["unit"]): string {
    switch (unit) {
        case "round trips":
            return value.toFixed(1);
        case "ms":
            return value.toFixed(Math.abs(value) < 100 ? 1 : 0);
        case "ratio":
            return value.toFixed(2);
        case "bytes":
        case "count":
            return String(Math.round(value * 10) / 10);
    }
}

/** Whether an aim is met, in words; nothing where there is none. */
export function verdict(aim: Figure["aim"]): string {
    if (aim === undefined) {
        return "";
    }
    return aim.met ? "ok" : "not met";
}
