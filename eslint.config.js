import tseslint from 'typescript-eslint';
import reactHooks from 'eslint-plugin-react-hooks';

export default tseslint.config({ignores: ['dist', 'node_modules']}, ...tseslint.configs.strict, {
	languageOptions: {
		parserOptions: {project: './tsconfig.json', tsconfigRootDir: import.meta.dirname},
	},
	files: ['**/*.ts', '**/*.tsx'],
	plugins: {'react-hooks': reactHooks},
	rules: {
		...reactHooks.configs.recommended.rules,
		'@typescript-eslint/no-floating-promises': [
			'error',
			{
				allowForKnownSafeCalls: [
					{from: 'package', name: ['test', 'describe'], package: 'node:test'},
				],
			},
		],
		'@typescript-eslint/no-misused-promises': 'error',
		'@typescript-eslint/switch-exhaustiveness-check': 'error',
		'@typescript-eslint/consistent-type-imports': 'error',
		'@typescript-eslint/no-non-null-assertion': 'error',
		'no-console': 'error',
	},
});
