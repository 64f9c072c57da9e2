import { failure } from "../../../api/index.ts";
import { defineCommand } from "../../command.ts";

/** What each shell is to be told: it asks the hidden verb __complete, a candidate and its description a line. */
const SCRIPTS: Readonly<Record<string, (name: string) => string>> = {
  bash: (name) => `# source <(${name} completion bash)
_${name}_complete() {
  local IFS=$'\\n' word
  COMPREPLY=()
  for word in $(${name} __complete "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null); do
    COMPREPLY+=("\${word%%$'\\t'*}")
  done
}
complete -o default -F _${name}_complete ${name}
`,
  zsh: (name) => `#compdef ${name}
_${name}() {
  local -a found
  local line
  for line in "\${(@f)$(${name} __complete "\${(@)words[2,$CURRENT]}" 2>/dev/null)}"; do
    [[ -n $line ]] && found+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
  done
  _describe '${name}' found
}
compdef _${name} ${name}
`,
  fish: (name) => `complete -c ${name} -f -a '(${name} __complete (commandline -opc)[2..-1] (commandline -ct) 2>/dev/null)'
`,
  powershell: (name) => `Register-ArgumentCompleter -Native -CommandName ${name} -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $words = @($commandAst.CommandElements | Select-Object -Skip 1 | ForEach-Object { "$_" })
  if ($wordToComplete -eq '') { $words += '' }
  & ${name} __complete @words 2>$null | ForEach-Object {
    $word, $text = $_ -split "\`t", 2
    [System.Management.Automation.CompletionResult]::new($word, $word, 'ParameterValue', $(if ($text) { $text } else { $word }))
  }
}
`,
};

/** `dryswarm completion bash|zsh|fish|powershell` */
export const command = defineCommand({
  use: "completion SHELL",
  short: "Print what makes a shell complete commands and names (dryswarm's own)",
  examples: [
    { what: "In this shell", line: "source <(dryswarm completion bash)" },
    { what: "In every fish", line: "dryswarm completion fish > ~/.config/fish/completions/dryswarm.fish" },
  ],
  args: { exact: 1 },
  flags: [],
  readOnly: true,
  async run({ streams, program }, [shell = ""]) {
    const script = Object.hasOwn(SCRIPTS, shell) ? SCRIPTS[shell] : undefined;
    if (!script) throw failure("plan-shell", { shell });
    streams.out(script(program));
  },
});
