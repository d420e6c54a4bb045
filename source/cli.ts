#!/usr/bin/env node
// Before anything loads React: in development mode it keeps a performance entry for every render.
const {env} = process;
env['NODE_ENV'] ??= 'production';
// Of other programs: Ink would look for developer tools and, where there are none, end us.
delete env['DEV'];
// Packages that write what they do, headers with passwords among it, past our console.
delete env['DEBUG'];

// Nothing that is imported sooner is kept.
void import('./cli/main.js').then(({main}) => main());
