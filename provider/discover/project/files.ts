import { hostsSample } from "./hostsSample";
import { programText } from "./programText";
import { sampleStack, type ProjectSource } from "./projectSource";
import { readme } from "./readme";

/** The releases that a generated project asks for; the same as those of this package. */
export const dependencies = { "@pulumi/pulumi": "^3.204.0", "pulumi-solaris": "^0.1.0" } as const;

const devDependencies = { "ts-node": "^10.9.2", typescript: "^5.9.3" } as const;

/** All files of a generated project, by name. The same source gives the same files. No secret is in them. */
export function projectFiles(source: ProjectSource): Readonly<Record<string, string>> {
    const { name, selection, hosts } = source;
    return {
        ".gitignore": "node_modules/\n",
        "Pulumi.yaml": [
            `name: ${JSON.stringify(name)}`,
            "description: Kernel zones as they were found.",
            "runtime: nodejs",
            "",
        ].join("\n"),
        [`Pulumi.${sampleStack}.yaml.sample`]: hostsSample(hosts),
        "README.md": readme(source),
        "index.ts": programText(selection),
        "package.json": json({ name: name.toLowerCase(), private: true, dependencies, devDependencies }),
        "tsconfig.json": json({
            compilerOptions: {
                target: "ES2022",
                module: "node16",
                moduleResolution: "node16",
                strict: true,
                skipLibCheck: true,
            },
            files: ["index.ts"],
        }),
    };
}

/** The name of a project in a directory of that name: what Pulumi and npm take both. */
export function projectName(directory: string): string {
    const name = directory.replaceAll(/[^A-Za-z0-9_.-]+/g, "-").replace(/^[^A-Za-z0-9]+/, "");
    return name === "" ? "solaris-zones" : name.slice(0, 100);
}

function json(value: unknown): string {
    return `${JSON.stringify(value, undefined, 2)}\n`;
}
