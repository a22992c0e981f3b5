<?php
// Short article addresses for PHP's own server: everything under /wiki/ is index.php.
$path = parse_url( $_SERVER['REQUEST_URI'], PHP_URL_PATH );
if ( $path === '/' || strpos( $path, '/wiki/' ) === 0 ) {
	$folder = getenv( 'MEDIAWIKI_FOLDER' );
	$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = '/index.php';
	$_SERVER['SCRIPT_FILENAME'] = $folder . '/index.php';
	chdir( $folder );
	require $folder . '/index.php';
	return true;
}
return false;
