type Entries = Readonly<Record<string, string>>;

/** What of a package.json is changed for the packed file. */
export type Manifest = {
	readonly scripts?: Entries;
	readonly devDependencies?: Entries;
	readonly optionalDependencies?: Entries;
	readonly allowScripts?: unknown;
};

/** For those who build the program or work on it. */
const unshipped = ['scripts', 'devDependencies', 'allowScripts'];

/**
 * The manifest of the packed file, which is built and holds all that it needs. npm compiles optional
 * dependencies, each time and for seconds; an optional peer is used where somebody installed it.
 */
export const toShipped = <T extends Manifest>(manifest: T) => {
	const {optionalDependencies = {}, ...own} = manifest;
	const kept = Object.entries(own).filter(([key]) => !unshipped.includes(key));
	const names = Object.keys(optionalDependencies);
	return {
		...(Object.fromEntries(kept) as Omit<T, keyof Manifest>),
		peerDependencies: optionalDependencies,
		peerDependenciesMeta: Object.fromEntries(names.map(name => [name, {optional: true}])),
	};
};
