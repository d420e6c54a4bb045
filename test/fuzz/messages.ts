/** Inputs of one reader, by their numbers. */
export type Range = {
	readonly reader: string;
	readonly from: number;
	readonly count: number;
};

/** A piece of work for one process. */
export type Work = {
	readonly ranges: readonly Range[];
	/** Each so many-th input goes through the built program; 0 for none, 1 for all. */
	readonly builtEvery: number;
	/** The built program. */
	readonly program: string;
	/** A file of packed seeds. */
	readonly seeds: string;
	/** A folder for what lies in files for a while. */
	readonly folder: string;
};

/** What a process tells while it works. */
export type Message =
	| {readonly type: 'begin'; readonly reader: string; readonly input: number}
	| {
			readonly type: 'fault';
			readonly reader: string;
			readonly input: number;
			readonly told: string;
			readonly faults: readonly string[];
			/** Too slow or too large, which others may have caused: to be looked at once more, alone. */
			readonly isCostly: boolean;
	  }
	| {readonly type: 'done'; readonly built: number; readonly cpuMs: number};
