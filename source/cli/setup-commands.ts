import type {Command} from 'commander';
import {systemClock} from '../clock.js';
import type {WantedMarket} from '../market-name.js';
import {jsonOption, marketArgument, readFlags, type BookFlags} from './flags.js';
import {console, finish, openFor} from './run.js';

/** The commands about the program and its surroundings. */
export const addSetupCommands = (program: Command): void => {
	program
		.command('doctor')
		.summary('check terminal, network and exchanges')
		.description(
			'Checks terminal, colours, unicode, clock, DNS, TLS, REST and WebSocket of each exchange, in words. Ends with 1 where something the program needs is missing.',
		)
		.option(...jsonOption)
		.action(async (_options, command: Command) => {
			const flags = readFlags<BookFlags>(command);
			const {runDoctor} = await import('../commands/doctor.js');
			const source = await openFor(flags);
			const isJson = flags.json === true;
			const code = await runDoctor(source, flags.config, console, {
				process,
				clock: systemClock,
				isJson,
			});
			await source.close();
			finish(code);
		});

	program
		.command('config')
		.summary('print every setting and where it comes from')
		.description(
			'Prints every setting in force and whether it comes from a flag, the environment, the config file or is the default.',
		)
		.addArgument(marketArgument())
		.option(...jsonOption)
		.action(async (market: WantedMarket | undefined, _options, command: Command) => {
			const flags = readFlags<BookFlags>(command, market);
			const {printConfig} = await import('../commands/config.js');
			finish(printConfig(flags.config, console, {isJson: flags.json === true}));
		});
};
