import {Session} from 'node:inspector/promises';

/**
 * How often any part of our code ran during some work: functions, and what is inside of them. The same
 * work has the same number, however busy the machine.
 */
export const countWork = async (work: () => Promise<unknown>): Promise<number> => {
	const session = new Session();
	session.connect();
	try {
		await session.post('Profiler.enable');
		await session.post('Profiler.startPreciseCoverage', {callCount: true, detailed: true});
		await work();
		const {result} = await session.post('Profiler.takePreciseCoverage');
		return result
			.filter(({url}) => !url.startsWith('node:'))
			.flatMap(({functions}) => functions.flatMap(({ranges}) => ranges))
			.reduce((sum, {count}) => sum + count, 0);
	} finally {
		session.disconnect();
	}
};
