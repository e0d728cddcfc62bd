/** User agents as the clients themselves send them. */
export const JAVA =
  'aws-sdk-java/2.33.4 md/io#sync md/http#Apache ua/2.1 api/S3#2.33.x os/Linux#6.1.148 lang/java#21.0.8 ' +
  'md/OpenJDK_64-Bit_Server_VM#21.0.8+9-LTS md/vendor#Amazon.com_Inc. md/en_US m/D,E'
export const PYTHON =
  'Boto3/1.40.21 md/Botocore#1.40.21 ua/2.1 os/linux#6.1.147-172.266.amzn2023.x86_64 md/arch#x86_64 ' +
  'lang/python#3.12.11 md/pyimpl#CPython exec-env/AWS_Lambda_python3.12 m/Z,b,D cfg/retry-mode#legacy Botocore/1.40.21'
export const JAVASCRIPT =
  'aws-sdk-js/3.876.0 ua/2.1 os/linux#6.1.147 lang/js md/nodejs#22.18.0 exec-env/AWS_Lambda_nodejs22.x api/s3#3.876.0 m/E,e'
export const HADOOP =
  'Hadoop 3.4.1, aws-sdk-java/2.29.52 md/io#async md/http#NettyNio ua/2.1 os/Linux#5.10.240 lang/java#17.0.16 exec-env/AWS_Glue'
export const CONSOLE =
  'S3Console/0.4, aws-internal/3 aws-sdk-java/1.12.750 Linux/5.10.240-238.959.amzn2int.x86_64 ' +
  'OpenJDK_64-Bit_Server_VM/25.452-b09 java/1.8.0_452 vendor/Oracle_Corporation cfg/retry-mode/standard'
export const CLOUDFRONT = 'Amazon CloudFront'
export const OLD_DOTNET =
  'aws-sdk-dotnet-35/2.3.55.2 .NET Runtime/4.0 .NET Framework/4.0 OS/6.1.7601.65536 S3Client'
export const CURL = 'curl/8.14.1'

/** The AWS command line; it names the command it ran. */
export const awsCli = (command: string): string =>
  'aws-cli/2.28.21 md/awscrt#0.27.6 ua/2.1 os/macos#24.6.0 md/arch#arm64 lang/python#3.13.7 ' +
  `md/pyimpl#CPython cfg/retry-mode#standard md/installer#source md/prompt#off md/command#${command}`

export const BROWSERS: readonly string[] = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15',
  'Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1',
]

/** S3 logs the quotes a client sends without escaping them. */
export const QUOTING: readonly string[] = [
  'Mozilla/5.0 (X11; Linux x86_64) "PriceWatch" crawler/3.1',
  'ShopKiosk/7.2 (terminal "Anna 2"; build "2204")',
  '"MediaFetcher/1.0"',
  'Mozilla/5.0 \\"Kiosk\\" Gecko/20100101',
  'Frame 14" panel" 200 - 17 - "',
]

/** Pages that link to objects; a person's search is pasted into the address as it is, spaces and all. */
export const REFERRERS: readonly string[] = [
  'https://shop.example.com/',
  'https://shop.example.com/account/invoices',
  'https://shop.example.com/search?q=rote schuhe gr. 41',
  'https://www.example.org/blog/best of "2026"/',
]
