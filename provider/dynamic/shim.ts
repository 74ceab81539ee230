/**
 * The resource type, fixed for ever: another token would make the engine delete and create every zone in every state.
 */
export const kernelZoneType = "pulumi-nodejs:dynamic/solaris:KernelZone";

/**
 * The text that stands in the state as the provider's code. It is a constant: nothing of a program is captured, a new
 * release of the package changes no state, and refresh and destroy run the code that is installed, not the code that was
 * current when the state was written.
 *
 * The Pulumi SDK's serializer is not used to make it (docs/adr/001): it needs the provider object's source text, which
 * real ES modules, bundlers and coverage tools do not let it have.
 */
export const providerShim = `exports.handler = () => require("pulumi-solaris/provider").provider;`;
