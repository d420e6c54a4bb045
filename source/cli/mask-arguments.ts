import {maskRefused} from '../options/options.js';

/** A text without the passwords and parameters of addresses among the arguments: whoever complains of one quotes it. */
export const maskArguments = (text: string, args: readonly string[]): string => {
	let masked = text;
	for (const [at, arg] of args.entries()) {
		// What is planned to go wrong, `huobi:gap@5`, is written like a login, and is none.
		if (args[at - 1] === '--fault' || arg.startsWith('--fault=')) continue;
		for (const part of [arg, arg.slice(arg.indexOf('=') + 1)]) {
			const shown = maskRefused(part);
			if (shown === part) continue;
			masked = masked.replaceAll(part, shown);
			// As quoted in JSON, too.
			masked = masked.replaceAll(JSON.stringify(part).slice(1, -1), shown);
		}
	}
	return masked;
};
