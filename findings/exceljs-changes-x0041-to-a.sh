#!/usr/bin/env bash
# exceljs 4.4.0 and SheetJS (xlsx 0.18.5): the key logs/_x0041_/a.txt is logs/A/a.txt when the
# workbook is opened.
#
# Expected: the text that was written. In a workbook _xHHHH_ stands for a character, so such a text is
#   written as _x005F_x0041_ (ECMA-376 part 1, 22.9.2.19 "ST_Xstring").
# Seen: both decode the sequence when they read, neither escapes it when it writes: a round trip
#   through one library changes the text. (exceljs leaves SheetJS's kind of cell alone.) XlsxWriter
#   3.3.1 escapes, and both read that rightly.
# Matters: object keys are any text. A key that a spreadsheet shows wrongly cannot be found or
#   restored, and nothing hints at it.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix . exceljs@4.4.0 xlsx@0.18.5
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check xlsxwriter==3.3.1

cat > expected <<'END'
exceljs wrote it, exceljs reads: logs/A/a.txt
exceljs wrote it, SheetJS reads: logs/A/a.txt
SheetJS wrote it, exceljs reads: logs/_x0041_/a.txt
SheetJS wrote it, SheetJS reads: logs/A/a.txt
XlsxWriter wrote it, exceljs reads: logs/_x0041_/a.txt
XlsxWriter wrote it, SheetJS reads: logs/_x0041_/a.txt
END

env/bin/python - <<'END'
import xlsxwriter

workbook = xlsxwriter.Workbook("XlsxWriter.xlsx")
workbook.add_worksheet().write_string(0, 0, "logs/_x0041_/a.txt")
workbook.close()
END
cat > run.cjs <<'END'
const ExcelJS = require('exceljs')
const XLSX = require('xlsx')
const key = 'logs/_x0041_/a.txt'
const main = async () => {
  const book = new ExcelJS.Workbook()
  book.addWorksheet('keys').addRow([key])
  await book.xlsx.writeFile('exceljs.xlsx')
  const sheet = XLSX.utils.aoa_to_sheet([[key]])
  XLSX.writeFile({ SheetNames: ['keys'], Sheets: { keys: sheet } }, 'SheetJS.xlsx')
  for (const writer of ['exceljs', 'SheetJS', 'XlsxWriter']) {
    const read = new ExcelJS.Workbook()
    await read.xlsx.readFile(`${writer}.xlsx`)
    console.log(`${writer} wrote it, exceljs reads: ${read.worksheets[0].getCell('A1').value}`)
    const { Sheets } = XLSX.readFile(`${writer}.xlsx`)
    console.log(`${writer} wrote it, SheetJS reads: ${Object.values(Sheets)[0].A1.v}`)
  }
}
main()
END
node run.cjs > seen

diff expected seen || { echo "changed: the libraries no longer behave as described" >&2; exit 1; }
cat seen
echo "as described"
