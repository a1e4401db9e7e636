// zod, in the SDK, tries whether it may compile code, which the content security policy would report as a violation.
// Imported before everything else: zod keeps an object that is there.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });
