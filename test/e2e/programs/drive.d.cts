export declare function drive(program: (zone: string, host: string) => Promise<Record<string, unknown>>): Promise<void>;
