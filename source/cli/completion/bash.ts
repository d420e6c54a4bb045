import {commandsOf, marketsFunction, quote, takingOf, toKindFunction} from './shell-text.js';
import type {CompletedCommand} from './table.js';

const toOptions = ({name, options}: CompletedCommand): string => {
	const words = options.flatMap(({names}) => names.filter(word => word.startsWith('--')));
	return `\t${quote(name)}) echo ${quote(words.join(' '))} ;;`;
};

/** Finds the command, the option whose value is written, and the word; of a word bash replaces what is behind `cut`. */
const parse = `	local IFS=$' \\t\\n' line=\${COMP_LINE:0:COMP_POINT} words word kind i
	local current='' command='' option='' prefix='' cut=''
	read -ra words <<<"$line"
	if [[ $line != *[[:space:]] ]]; then
		i=$((\${#words[@]} - 1))
		current=\${words[i]}
		unset "words[i]"
	fi
	for ((i = 1; i < \${#words[@]}; i++)); do
		word=\${words[i]}
		if [[ -n $option && $word != -* ]]; then
			option=''
			continue
		fi
		option=''
		case $word in
		--) return ;;
		-*) [[ $taking == *" $word "* ]] && option=$word ;;
		*) [[ -z $command && $commands == *" $word "* ]] && command=$word ;;
		esac
	done
	for word in : = @; do
		[[ $COMP_WORDBREAKS == *"$word"* && $current == *"$word"* ]] || continue
		word=\${current%"$word"*}$word
		[[ \${#word} -gt \${#cut} ]] && cut=$word
	done`;

/** Offers words one by one: `compgen -W` would run what stands in them. */
const offer = `	if [[ $current == --*=* ]]; then
		option=\${current%%=*}
		prefix=$option=
		current=\${current#*=}
		kind=$(_steem_tui_kind "$command" "$option")
	elif [[ $current == -* ]]; then
		kind="words $(_steem_tui_options "$command")"
	else
		kind=$(_steem_tui_kind "$command" "\${option:-argument}")
	fi
	local wanted=$current
	case $kind in
	list*)
		compopt -o nospace 2>/dev/null
		if [[ $current == *,* ]]; then
			prefix+=\${current%,*},
			wanted=\${current##*,}
		fi
		;;
	files | folders) compopt -o filenames 2>/dev/null ;;
	markets | start) current=$(printf %s "$current" | tr a-z A-Z) ;;
	esac
	while IFS= read -r word; do
		[[ $kind == files || $kind == folders || $word == "$wanted"* || $word == "$current"* ]] || continue
		[[ $word == *@ ]] && compopt -o nospace 2>/dev/null
		word=$prefix$word
		COMPREPLY+=("\${word#"$cut"}")
	done < <(
		case $kind in
		words* | list*) printf '%s\\n' \${kind#* } ;;
		commands) printf '%s\\n' $commands ;;
		start)
			printf '%s\\n' $commands
			[[ -n $wanted ]] && _steem_tui_markets
			;;
		markets) _steem_tui_markets ;;
		files) compgen -f -- "$wanted" ;;
		folders) compgen -d -- "$wanted" ;;
		esac
	)`;

/** The script for bash, 3.2 and newer. */
export const toBash = (table: readonly CompletedCommand[]): string =>
	[
		'# Completion of steem-tui for bash.',
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
		'_steem_tui() {',
		'\tCOMPREPLY=()',
		`\tlocal commands=${quote(` ${commandsOf(table).join(' ')} `)}`,
		`\tlocal taking=${quote(` ${takingOf(table).join(' ')} `)}`,
		parse,
		offer,
		'}',
		'',
		'complete -F _steem_tui steem-tui',
		'',
	].join('\n');
