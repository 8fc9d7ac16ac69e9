# Mends a manual page of the generator's: awk -v date='November 27, 2026' -f manual.awk PAGE
#
# The generator names pages alcf.chat, which `man alcf chat` does not find; writes empty lines, which groff warns of; and does not guard a
# line of text that begins with a quotation mark or a dot, which would be taken for a macro and lost. It also names pages after aliases,
# such as `login`, which are other programs' names. DATE stands for that of the build.
function dashed(name) { gsub(/[. ]/, "-", name); return name }
/^\.Dd / { if (date != "") $0 = ".Dd " date }
/^\.Dt / { $2 = dashed($2) }
/^\.Xr / { $2 = dashed($2) }
/^\.Sh / { inName = $2 == "NAME" }
inName && /^\.Nm [^"]/ && name != "" { also = also (also == "" ? "" : ", ") parent $2; next }
/^\.Sh DESCRIPTION/ && also != "" { print; print "Also: " also; $0 = ".Pp" }
/^\.Nm "/ { split($0, parts, "\""); name = parent = parts[2]; sub(/[^ ]*$/, "", parent); $0 = ".Nm " dashed(name) }
/^\.Nm$/ { if (name != "") $0 = ".Nm \"" name "\"" }
/^\.Ex -std$/ { if (name != "") $0 = ".Ex -std \"" name "\"" }
/^$/ { $0 = ".Pp" }
/^('|\.[^A-Z\\])/ { $0 = "\\&" $0 }
{ print }
