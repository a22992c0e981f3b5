<?php
// Short addresses for PHP's own server, as the product's .htaccess has them. Everything else is a file.
// PHP prepends nothing to a router.
require_once __DIR__ . '/prepend.php';

$folder = getenv('DOKUWIKI_FOLDER');
$path = urldecode(parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH));
file_put_contents(getenv('DOKUWIKI_LOG'), "{$_SERVER['REQUEST_METHOD']} {$_SERVER['REQUEST_URI']}\n", FILE_APPEND | LOCK_EX);
// Without a slash in its name a script's path info would be taken for a file.
$script = preg_match('#^/(?:doku|feed)\.php(?=/|$)|^/lib/exe/\w+\.php(?=/|$)#', $path, $found) ? $found[0] : '/doku.php';
$isFile = $path !== '/' && is_file($folder . $path) && !str_ends_with($path, '.php');
$isShort = getenv('DOKUWIKI_REWRITE') === '1' && !str_starts_with($path, '/lib/');
if ($isFile || ($script === '/doku.php' && !str_starts_with($path, '/doku.php') && $path !== '/' && !$isShort)) {
    return false;
}
if (!is_file($folder . $script)) {
    http_response_code(404);
    exit;
}
if ($isShort && $script === '/doku.php' && !str_starts_with($path, '/doku.php') && $path !== '/') {
    $_GET['id'] = $_REQUEST['id'] = substr($path, 1);
}
$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = $script;
$_SERVER['SCRIPT_FILENAME'] = $folder . $script;
if (strlen($path) > strlen($script) && str_starts_with($path, $script . '/')) {
    $_SERVER['PATH_INFO'] = substr($path, strlen($script));
}
chdir(dirname($folder . $script));
require $folder . $script;
