import {commandsOf, marketsFunction, quote, takingOf, toKindFunction} from './shell-text.js';
import type {CompletedCommand} from './table.js';

/** A word with what it means, as `_describe` takes them. */
const described = (word: string, help: string): string =>
	quote(`${word.replaceAll(':', '\\:')}:${help}`);

const toOptions = ({name, options}: CompletedCommand): string => {
	const words = options.flatMap(({names, help}) =>
		names.filter(word => word.startsWith('--')).map(word => described(word, help)),
	);
	return `\t${quote(name)}) found=(${words.join(' ')}) ;;`;
};

const parse = `	local command option kind word i
	local -a found
	for ((i = 2; i < CURRENT; i++)); do
		word=$words[i]
		if [[ -n $option && $word != -* ]]; then
			option=''
			continue
		fi
		option=''
		case $word in
		--) return 1 ;;
		-*) (( $taking[(Ie)$word] )) && option=$word ;;
		*) [[ -z $command ]] && (( $known[(Ie)$word] )) && command=$word ;;
		esac
	done`;

const offer = `	word=$words[CURRENT]
	if [[ $word == --*=* ]]; then
		option=\${word%%=*}
		compset -P '*='
	elif [[ $word == -* ]]; then
		_steem_tui_options "$command"
		_describe -o option found
		return
	fi
	kind=$(_steem_tui_kind "$command" "\${option:-argument}")
	case $kind in
	*@*) compadd -S '' -- \${=kind#* } ;;
	words*) compadd -- \${=kind#* } ;;
	list*)
		compset -P '*,'
		compadd -q -S , -- \${=kind#* }
		;;
	files) _files ;;
	folders) _files -/ ;;
	commands) _describe command summaries ;;
	start)
		_describe command summaries
		[[ -n $word ]] && compadd -M 'm:{a-z}={A-Z}' -- \${(f)"$(_steem_tui_markets)"}
		;;
	markets) compadd -M 'm:{a-z}={A-Z}' -- \${(f)"$(_steem_tui_markets)"} ;;
	*) return 1 ;;
	esac`;

/** The script for zsh: to be read at its start, or to lie as `_steem-tui` in a folder of `fpath`. */
export const toZsh = (table: readonly CompletedCommand[]): string =>
	[
		'#compdef steem-tui',
		'# Completion of steem-tui for zsh.',
		toKindFunction(table),
		'',
		'_steem_tui_options() {',
		'\tcase $1 in',
		...table.map(toOptions),
		'\tesac',
		'}',
		'',
		marketsFunction,
		'',
		'_steem-tui() {',
		`\tlocal -a known=(${commandsOf(table).join(' ')})`,
		`\tlocal -a taking=(${takingOf(table).join(' ')})`,
		'\tlocal -a summaries=(',
		...table.slice(1).map(({name, summary}) => `\t\t${described(name, summary)}`),
		'\t)',
		parse,
		offer,
		'}',
		'',
		'if [[ $funcstack[1] == _steem-tui ]]; then',
		'\t_steem-tui "$@"',
		'else',
		'\tcompdef _steem-tui steem-tui',
		'fi',
		'',
	].join('\n');
