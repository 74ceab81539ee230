import type { Input } from "@pulumi/pulumi";

/** A plain type with every value, at every depth, allowed to be an Input. Keeps names, optionality and documentation. */
export type InputsOf<T> = {
    [K in keyof T]: Input<Nested<T[K]>>;
};

type Nested<T> = T extends readonly (infer Item)[] ? Input<Nested<Item>>[] : T extends object ? InputsOf<T> : T;
